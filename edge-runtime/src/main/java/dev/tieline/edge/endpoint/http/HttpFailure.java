package dev.tieline.edge.endpoint.http;

/** What HTTP itself can be asked wrongly; the rest of the error table is the same for every protocol. */
enum HttpFailure {
    /** The path is no path, or a parameter of it is not what it must be. */
    MALFORMED(400, "invalid_request"),
    /** A page of somebody else sent it, or it knows the node by a name that is not its own. */
    FORBIDDEN_ORIGIN(403, "forbidden_origin"),
    NOT_FOUND(404, "not_found"),
    UNKNOWN_RESULT(404, "unknown_result"),
    METHOD_NOT_ALLOWED(405, "method_not_allowed"),
    BODY_TOO_SLOW(408, "request_timeout"),
    EXPECTATION(417, "expectation_failed"),
    URI_TOO_LONG(414, "uri_too_long"),
    HEADERS_TOO_LARGE(431, "headers_too_large"),
    NOT_READY(503, "model_not_ready");

    private final int status;
    private final String code;

    HttpFailure(int status, String code) {
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    /** The word that stands for it in the body. */
    String code() {
        return code;
    }
}
