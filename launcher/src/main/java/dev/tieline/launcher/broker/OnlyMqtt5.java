package dev.tieline.launcher.broker;

import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttVersion;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Refuses clients of MQTT 3.1 and 3.1.1 with their own "unacceptable protocol version" (0x01): they would never hear
 * why a message of theirs was not delivered.
 */
public final class OnlyMqtt5 implements MQTTInterceptor {
    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        if (!(packet instanceof MqttConnectMessage connect)
                || connect.variableHeader().version() >= MqttVersion.MQTT_5.protocolLevel()) {
            return true;
        }
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            var unused = netty.getChannel().writeAndFlush(refusal()).addListener(ChannelFutureListener.CLOSE);
        } else {
            connection.destroy();
        }
        return false;
    }

    private static MqttConnAckMessage refusal() {
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION)
                .sessionPresent(false)
                .build();
    }
}
