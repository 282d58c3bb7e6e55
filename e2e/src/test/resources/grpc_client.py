"""A client of the gRPC form by the gRPC library of Python, which shares no code with the node.

Called as `grpc_client.py STUBS HOST:PORT CASE`; prints what it hears, one fact a line, for the test to judge.
"""

import struct
import sys
import time

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
import health_pb2  # noqa: E402
import health_pb2_grpc  # noqa: E402
import open_inference_pb2 as oip  # noqa: E402
import open_inference_pb2_grpc as oip_grpc  # noqa: E402
import reflection_pb2  # noqa: E402
import reflection_pb2_grpc  # noqa: E402

OPTIONS = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
channel = grpc.insecure_channel(sys.argv[2], options=OPTIONS)
service = oip_grpc.GRPCInferenceServiceStub(channel)
numbers = list(range(1, 17))


def simple(model="simple", raw=False, **more):
    """A request for a model like simple: the numbers 1 to 16, twice."""
    request = oip.ModelInferRequest(model_name=model, **more)
    for name in ("INPUT0", "INPUT1"):
        tensor = request.inputs.add(name=name, datatype="INT32", shape=[1, 16])
        if raw:
            request.raw_input_contents.append(struct.pack("<16i", *numbers))
        else:
            tensor.contents.int_contents.extend(numbers)
    return request


def minilm(sentences, tokens):
    """A request for the model minilm; it runs for as long as there are sentences."""
    request = oip.ModelInferRequest(model_name="minilm")
    count = sentences * tokens
    for name, values in (
        ("input_ids", [1000] * count),
        ("attention_mask", [1] * count),
        ("token_type_ids", [0] * count),
    ):
        request.inputs.add(name=name, datatype="INT64", shape=[sentences, tokens])
        request.raw_input_contents.append(struct.pack("<%dq" % count, *values))
    return request


def sums(response):
    return list(struct.unpack("<16i", response.raw_output_contents[0]))


def trailer(error, name):
    return dict(error.trailing_metadata()).get(name)


def refused(call):
    try:
        call()
        print("answered")
    except grpc.RpcError as error:
        print(error.code().name, trailer(error, "tieline-code"), "|", error.details())


def failures():
    """How many requests for minilm ended in an error on the node."""
    statistics = service.ModelStatistics(oip.ModelStatisticsRequest(name="minilm"))
    return statistics.model_stats[0].inference_stats.fail.count


def ended_by(attempt):
    """Makes attempts that wait longer and longer, until the node has ended one that had reached its model."""
    before = failures()
    for wait in (0.25, 0.5, 1, 2, 4, 8):
        attempt(wait)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            if failures() > before:
                return True
            time.sleep(0.02)
    return False


def case_health():
    print(service.ServerLive(oip.ServerLiveRequest()).live)
    print(service.ServerReady(oip.ServerReadyRequest()).ready)
    print(service.ModelReady(oip.ModelReadyRequest(name="simple")).ready)
    print(service.ModelReady(oip.ModelReadyRequest(name="none")).ready)
    health = health_pb2_grpc.HealthStub(channel)
    print(health.Check(health_pb2.HealthCheckRequest()).status)
    watch = health.Watch(health_pb2.HealthCheckRequest(service="inference.GRPCInferenceService"))
    print(next(watch).status)
    watch.cancel()


def case_metadata():
    server = service.ServerMetadata(oip.ServerMetadataRequest())
    print(server.name)
    model = service.ModelMetadata(oip.ModelMetadataRequest(name="simple"))
    print(model.platform, [t.name for t in model.inputs], [t.datatype for t in model.outputs], list(model.inputs[0].shape))
    config = service.ModelConfig(oip.ModelConfigRequest(name="simple")).config
    print(config.backend, config.max_batch_size, config.input[0].data_type)
    index = service.RepositoryIndex(oip.RepositoryIndexRequest(ready=True))
    print(sorted((m.name, m.state) for m in index.models))


def case_raw():
    response = service.ModelInfer(simple(raw=True, id="r1"))
    print(response.id, response.model_name, response.model_version, sums(response))
    print(response.parameters["tieline_route"].string_param)


def case_typed():
    print(sums(service.ModelInfer(simple())))
    typed = simple()
    typed.parameters["binary_data_output"].bool_param = False
    response = service.ModelInfer(typed)
    print(list(response.outputs[1].contents.int_contents), len(response.raw_output_contents))


def case_compressed():
    for algorithm in (grpc.Compression.Gzip, grpc.Compression.Deflate):
        print(sums(service.ModelInfer(simple(), compression=algorithm))[15])


def case_large():
    """Beyond the 4 MiB at which servers of gRPC stop by default: refused for what it says, not for its length."""
    request = simple()
    request.inputs[0].contents.int_contents.extend([7] * 6_000_000)
    refused(lambda: service.ModelInfer(request))


def case_stream():
    def questions():
        for i in range(50):
            yield simple("none" if i == 20 else "simple", raw=True, id="q%d" % i)

    for response in service.ModelStreamInfer(questions()):
        print(response.infer_response.id, response.error_message or sums(response.infer_response)[0])


def case_deadline():
    def attempt(wait):
        try:
            service.ModelInfer(minilm(256, 128), timeout=wait)
            print("answered")
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.DEADLINE_EXCEEDED:
                print(error.code().name)

    print(ended_by(attempt))


def case_cancel():
    def attempt(wait):
        future = service.ModelInfer.future(minilm(256, 128))
        time.sleep(wait)
        future.cancel()

    print(ended_by(attempt))
    print(sums(service.ModelInfer(simple()))[0])


def case_errors():
    refused(lambda: service.ModelInfer(simple("none")))
    refused(lambda: service.ModelInfer(oip.ModelInferRequest(model_name="simple")))
    refused(lambda: service.ModelInfer(simple(model_version="9")))
    short = simple(raw=True)
    short.raw_input_contents[0] = b"1234"
    refused(lambda: service.ModelInfer(short))
    no_time = simple()
    no_time.parameters["timeout"].int64_param = 1
    refused(lambda: service.ModelInfer(no_time))
    refused(lambda: service.ModelInfer(simple(), metadata=(("tieline-purpose", "x" * 2000),)))
    missing = channel.unary_unary("/inference.GRPCInferenceService/SystemSharedMemoryStatus")
    refused(lambda: missing(b""))


def case_repository():
    service.RepositoryModelUnload(oip.RepositoryModelUnloadRequest(model_name="simple"))
    print(service.ModelReady(oip.ModelReadyRequest(name="simple")).ready)
    refused(lambda: service.ModelInfer(simple()))
    service.RepositoryModelLoad(oip.RepositoryModelLoadRequest(model_name="simple"))
    print(sums(service.ModelInfer(simple()))[0])
    refused(lambda: service.RepositoryModelLoad(oip.RepositoryModelLoadRequest(model_name="none")))


def case_reflection():
    from google.protobuf import descriptor_pb2

    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    questions = [
        reflection_pb2.ServerReflectionRequest(list_services=""),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol="inference.GRPCInferenceService"),
    ]
    services, files = list(stub.ServerReflectionInfo(iter(questions)))
    print([s.name for s in services.list_services_response.service])
    for file in files.file_descriptor_response.file_descriptor_proto:
        description = descriptor_pb2.FileDescriptorProto.FromString(file)
        print(description.name, [s.name for s in description.service])


globals()["case_" + sys.argv[3]]()
