from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from reelwright.storage.s3_address import S3Credentials
from reelwright.storage.s3_signature import Request, presigned_url

_NOW = datetime(2013, 5, 24, tzinfo=UTC)


def test_the_example_of_amazons_manual_has_its_signature() -> None:
    example = S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    request = Request("GET", "https://examplebucket.s3.amazonaws.com/test.txt")
    assert presigned_url(request, "us-east-1", example, timedelta(days=1), _NOW) == (
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
        "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


@given(
    method=st.sampled_from(["GET", "PUT"]),
    token=st.none() | st.just("a/token+with=signs"),
    disposition=st.none()
    | st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["C"]), max_size=20),
    headers=st.sampled_from([{}, {"Content-Type": "text/plain; charset=utf-8"}]),
    host=st.sampled_from(["https://videos.s3.eu-central-1.amazonaws.com", "http://127.0.0.1:9000/videos"]),
)
def test_links_are_signed_as_amazons_own_library_signs_them(
    method: str, token: str | None, disposition: str | None, headers: dict[str, str], host: str
) -> None:
    query = (
        {}
        if disposition is None
        else {"response-content-disposition": disposition, "response-content-type": "video/mp4"}
    )
    request = Request(method, f"{host}/a b/rice_1-2.~mp4", query, headers)
    ours = presigned_url(request, "eu-central-1", S3Credentials("AKIA", "secret", token), timedelta(hours=1), _NOW)
    assert parse_qs(urlsplit(ours).query)["X-Amz-Signature"] == [_reference(ours, request, token)]


def _reference(ours: str, request: Request, token: str | None) -> str:
    """What botocore signs for the same request at the same moment."""
    signer = S3SigV4QueryAuth(Credentials("AKIA", "secret", token), "s3", "eu-central-1", expires=3600)
    parts = urlsplit(ours)
    theirs = AWSRequest(
        request.method, f"{parts.scheme}://{parts.netloc}{parts.path}", request.headers, params=dict(request.query)
    )
    theirs.context["timestamp"] = "20130524T000000Z"
    signer._modify_request_before_signing(theirs)
    canonical = signer.canonical_request(theirs)
    return signer.signature(signer.string_to_sign(theirs, canonical), theirs)
