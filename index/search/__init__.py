"""Finding passages: chunks, the embedding model, Chroma, the keyword index; all derived."""
