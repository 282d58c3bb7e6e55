package dev.tieline.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferPoolTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 4096, 5000, 1 << 20, (1 << 20) + 1})
    void shouldGiveAlignedDirectMemoryOfTheSizeAskedFor(int bytes) {
        var buffer = new BufferPool(1 << 20).take(bytes);

        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.remaining()).isEqualTo(bytes);
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(buffer.alignmentOffset(0, 64)).isZero();
    }

    @Test
    void shouldGiveTheSameMemoryAgain() {
        var pool = new BufferPool(1 << 20);
        var first = pool.take(1000);
        first.putInt(42);
        pool.giveBack(first);

        var second = pool.take(900);

        assertThat(second).isSameAs(first);
        assertThat(second.position()).isZero();
        assertThat(second.remaining()).isEqualTo(900);
        assertThat(pool.keptBytes()).isZero();
    }

    @Test
    void shouldNotGiveOneBufferToTwo() {
        var pool = new BufferPool(1 << 20);

        assertThat(pool.take(1000)).isNotSameAs(pool.take(1000));
    }

    @Test
    void shouldKeepNoMoreThanItsBound() {
        var pool = new BufferPool(4096);
        var buffers = new java.util.ArrayList<java.nio.ByteBuffer>();
        for (var i = 0; i < 10; i++) {
            buffers.add(pool.take(1024));
        }

        buffers.forEach(pool::giveBack);

        assertThat(pool.keptBytes()).isEqualTo(4096);
    }

    @Test
    void shouldKeepNothingOfABoundOfZero() {
        var pool = new BufferPool(0);

        pool.giveBack(pool.take(10));

        assertThat(pool.keptBytes()).isZero();
    }
}
