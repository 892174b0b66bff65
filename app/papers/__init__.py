"""What is done with the bytes of a paper: pure functions over images and PDFs, run in a bounded process."""
