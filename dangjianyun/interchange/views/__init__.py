"""Pages of batches: the list, an upload, a batch, its acts, held rows, downloads."""
