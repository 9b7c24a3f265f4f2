"""Files on their way in: stopped while they stream, long before a disk is full.

The CSRF check reads a form before its page is asked, so the limit cannot stand in the form alone.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import Http404
from django.urls import resolve

MIB = 1024 * 1024
TOGETHER = 5
"""How many files of the largest size one form may bring along."""


class FileTooBig(RequestDataTooBig):
    """More than the page takes in; `told` is for whoever sent it."""

    def __init__(self, largest: int) -> None:
        self.told = (
            f"这里收的文件每个不超过{largest // MIB}MB，"
            f"一次一共不超过{TOGETHER * largest // MIB}MB。超过的没有接收，也没有做任何改动。"
        )
        super().__init__(self.told)


class Bounded(FileUploadHandler):
    """Stands before those that keep files. Raises: FileTooBig; nothing more is read then.

    Who has not signed in hands over nothing.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """A request that says how large it is, and is too large, is not read at all."""
        self.largest = _largest(self.request)
        self.received = 0
        if content_length > TOGETHER * self.largest + (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            raise FileTooBig(self.largest)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Another file begins."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and hand on to whoever keeps it."""
        self.received += len(raw_data)
        if start + len(raw_data) > self.largest or self.received > TOGETHER * self.largest:
            request: Any = self.request
            for handler in request.upload_handlers:
                handler.upload_interrupted()  # what others began is closed and gone
            raise FileTooBig(self.largest)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Others make the file."""


def _largest(request: Any) -> int:
    """What the page takes: as it says (`page(takes=…)`), else the size of an attachment."""
    try:
        view = resolve(request.path_info).func
    except Http404:
        return 0
    return int(getattr(view, "takes", 0) or settings.ATTACHMENT_LARGEST)
