"""`python -m pmsite` is `pmsite`."""

from pmsite.cli import program

if __name__ == "__main__":
    program()
