"""A file far too big costs neither memory nor disk: it is counted while it comes in, and dropped."""

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from school.records.uploads import MOST_BYTES


class DropTooBig(FileUploadHandler):
    """First of the upload handlers: passes on what a form may accept, and of more only how much there was.

    The form then refuses the file by its size, and everything else typed is still there.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on, while the file is not too big."""
        self.received += len(raw_data)
        return raw_data if self.received <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Nothing of a file too big but its name and size; any other is the next handler's."""
        if self.received <= MOST_BYTES:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, self.received, self.charset)
