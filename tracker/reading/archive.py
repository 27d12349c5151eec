"""Pages that a browser saved as one file (mht, mhtml): a mail with the page and its pictures in it."""

from __future__ import annotations

import email
import email.policy

from tracker.reading.saying import refusal


def page_of(data: bytes) -> bytes:
    """The bytes of the page in a saved file.

    Raises:
        ReadError: there is no page in it.

    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                return body
    raise refusal("blank")
