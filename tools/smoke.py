"""Build the wheel, install it into an empty environment, and use it there the way a newcomer would."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    """Run a command; anything but the expected exit code ends the smoke run with its output."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode != code:
        raise SystemExit(f"{' '.join(map(str, command))} exited {done.returncode}, not {code}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def main() -> None:
    """The smoke run."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", work, ROOT, cwd=ROOT)
        wheel = next(work.glob("*.whl"))
        venv.create(work / "empty", with_pip=True)
        scripts = work / "empty" / ("Scripts" if os.name == "nt" else "bin")
        run(
            scripts / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            ROOT / "requirements" / "site.txt",
            cwd=work,
        )
        run(scripts / "python", "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=work)
        print(run(scripts / "pmsite", "--version", cwd=work).strip())
        for language, card in (("en", "guided-setup"), ("zh", "引导式设置")):
            run(scripts / "pmsite", "init", language, "--language", language, cwd=work)
            plan = work / language
            run(scripts / "pmsite", "check", "--strict", cwd=plan)
            run(scripts / "mkdocs", "build", "--strict", cwd=plan)
            page = plan / "site" / "roadmap" / "features" / card / "index.html"
            if not page.is_file() or "pmsite.css" not in page.read_text(encoding="utf-8"):
                raise SystemExit(f"the site of the {language} starter lacks {page.relative_to(plan)}, or its style sheet")
            broken = plan / "roadmap" / "features" / f"{card}.md"
            broken.write_text(broken.read_text(encoding="utf-8").replace("status: building", "status: bilding"), encoding="utf-8")
            told = run(scripts / "pmsite", "check", cwd=plan, code=1)
            if "bilding" not in told or "Traceback" in told:
                raise SystemExit(f"a broken status was not answered:\n{told}")
    print("The wheel installs into an empty environment, and its plans build in English and Chinese.")


if __name__ == "__main__":
    main()
