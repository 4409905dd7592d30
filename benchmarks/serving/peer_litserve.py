"""LitServe: two worker processes, no batches, which cost more than they bring on a CPU."""

# LitServe compares the annotation of `decode_request` with a class, so annotations are no texts here.
import sys
from typing import Any

import litserve
from fastapi import Request

from benchmarks.serving.answerer import Answerer


class Api(litserve.LitAPI):
    """The network between a form and JSON."""

    def setup(self, device: str) -> None:
        self._answerer = Answerer()

    def decode_request(self, request: Request) -> bytes:
        data: bytes = request["picture"].file.read()
        return data

    def predict(self, x: bytes) -> dict[str, Any]:
        return self._answerer.answer(x)

    def encode_response(self, output: dict[str, Any]) -> dict[str, Any]:
        return output


if __name__ == "__main__":
    server = litserve.LitServer(Api(api_path="/recognise"), accelerator="cpu", workers_per_device=2, timeout=120)
    server.run(
        host="127.0.0.1", port=int(sys.argv[1]), num_api_servers=1, generate_client_file=False, log_level="warning"
    )
