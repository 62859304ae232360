"""Blobs under the hash of their content, in a folder or an S3-compatible bucket, and the signed links that lead to them."""
