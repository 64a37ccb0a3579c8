"""One pure metric a file: plain values in, plain values out."""
