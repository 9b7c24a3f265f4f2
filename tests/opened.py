"""What a browser sends back of a form that it has opened and left as it is."""

from django.test import Client


def opened(client: Client, address: str) -> dict[str, str]:
    """The fields as the page showed them, with what it held of the record. A box without a tick is
    not sent.
    """
    form = client.get(address).context["form"]
    shown = {name: form.initial.get(name) for name in form.fields}
    sent = {**shown, **dict(form.held)}
    return {
        name: "" if value is None else str(value)
        for name, value in sent.items()
        if value is not False
    }
