"""A shelf in an S3-compatible bucket (AWS, MinIO, Ceph, Garage …). The only file that knows obstore.

A bucket shows an object whole or not at all, and needs no rename: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
"""

from datetime import timedelta
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore, S3Store

from bot.channels import Later
from bot.settings import Settings

PATIENCE = 60.0
"""Seconds until a bucket that does not answer is asked again."""

CALL = timedelta(seconds=30)
"""How long one call may take; the library's own retries stay within twice as much."""


class Bucket:
    """Behind `bot.media.Shelf`."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store

    async def get(self, name: str) -> bytes | None:
        try:
            found = await obstore.get_async(self.store, name)
            return bytes(await found.bytes_async())
        except (NotFoundError, FileNotFoundError):
            return None
        except (BaseError, OSError) as error:
            raise away(error) from error

    async def put(self, name: str, content: bytes) -> None:
        try:
            await obstore.put_async(self.store, name, content)
        except (BaseError, OSError) as error:
            raise away(error) from error

    async def remove(self, name: str) -> None:
        try:
            await obstore.delete_async(self.store, name)
        except (NotFoundError, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise away(error) from error

    async def any_under(self, folder: str) -> bool:
        try:
            async for names in obstore.list(self.store, f"{folder}/", chunk_size=1):
                if names:
                    return True
        except (BaseError, OSError) as error:
            raise away(error) from error
        return False


def away(error: Exception) -> Later:
    """Without the library's own words, which may hold addresses and keys."""
    return Later(PATIENCE, f"the media bucket: {type(error).__name__}")


def open_bucket(settings: Settings) -> Bucket:
    """`s3://bucket` or `s3://bucket/prefix`, at the endpoint of the settings or else at AWS."""
    url, endpoint = urlsplit(settings.media_url), settings.media_endpoint
    store = S3Store(
        url.netloc,
        prefix=url.path.strip("/") or None,
        config={
            "region": settings.media_region,
            "access_key_id": settings.media_key.get_secret_value(),
            "secret_access_key": settings.media_secret.get_secret_value(),
            **({"endpoint": endpoint} if endpoint else {}),
        },
        client_options={"timeout": CALL, "allow_http": endpoint.startswith("http://")},
        retry_config={"max_retries": 2, "retry_timeout": CALL},
    )
    return Bucket(store)
