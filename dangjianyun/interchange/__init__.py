"""Room: Excel in and out, batches with undo, the front door of the HTTP API."""
