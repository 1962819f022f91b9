"""The only code that changes papers, formats, what was sent, Easy Read and the glossary."""
