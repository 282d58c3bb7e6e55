"""Asks a node over gRPC what it is given on its input, until that ends: questions and answers are messages of
ModelInfer, which this program does not read. Each has its length in front, in 4 bytes, the highest first; an answer also
a byte, which is 0, or 1 where its bytes are the words of an error."""
import struct
import sys

import grpc

LARGEST = 64 << 20
channel = grpc.insecure_channel(
    sys.argv[1],
    options=[("grpc.max_send_message_length", LARGEST), ("grpc.max_receive_message_length", LARGEST)])
infer = channel.unary_unary("/inference.GRPCInferenceService/ModelInfer")

while True:
    head = sys.stdin.buffer.read(4)
    if not head:
        break
    question = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
    try:
        failed, answer = 0, infer(question, timeout=60)
    except grpc.RpcError as error:
        failed, answer = 1, f"{error.code().name}: {error.details()}".encode()
    sys.stdout.buffer.write(struct.pack(">BI", failed, len(answer)) + answer)
    sys.stdout.buffer.flush()
