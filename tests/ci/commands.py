"""Runs the very commands of the GitHub action, of the GitLab job and of the pre-commit hooks over
the failing example of docs/ci.md, and compares with what is shown there.

    python3 tests/ci/commands.py PRE_COMMIT      PRE_COMMIT may be left out; specql-lsp is on the PATH
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

passed = 0
failed = 0


def check(name, got, wanted):
    global passed, failed
    if got == wanted:
        passed += 1
        print(f"ok - {name}")
    else:
        failed += 1
        print(f"not ok - {name}\n--- got\n{got}\n--- wanted\n{wanted}")


def shown_after(command):
    """What the page shows below a command."""
    for (language, text), (_, shown) in zip(BLOCKS, BLOCKS[1:]):
        if language == "sh" and text.strip() == command:
            return shown
    raise SystemExit(f"docs/ci.md does not show `{command}`")


def yaml_block(path):
    """The file of this path, as the page shows it."""
    for language, text in BLOCKS:
        if language == "yaml" and text.startswith(f"# {path}\n"):
            return text
    raise SystemExit(f"docs/ci.md does not show {path}")


def run(script, folder, shell="sh", **variables):
    environment = {**os.environ, **variables}
    return subprocess.run(
        [shell, "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True
    )


def workspace(folder):
    for path in ["rental/entities/bike.yaml"]:
        file = pathlib.Path(folder, path)
        file.parent.mkdir(parents=True)
        file.write_text(yaml_block(path), encoding="utf-8")
    return folder


def github(folder):
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    inputs = {name: about["default"] for name, about in action["inputs"].items()}
    step = action["runs"]["steps"][-1]

    def checked(**given):
        values = {**inputs, **given}
        variables = {
            name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: values[found[1]], value)
            for name, value in step["env"].items()
        }
        return run(step["run"], folder, step["shell"], **variables)

    ran = checked(path="rental")
    check("the action prints what is shown", ran.stdout, shown_after("specql-lsp --check --format github rental"))
    check("the action fails", ran.returncode, 1)
    check("the action takes all without a path", checked().stdout, ran.stdout)
    check("the action hands the target on", checked(target="next").returncode, 1)
    check("the action refuses what is no target", checked(target="9").returncode, 2)
    fixed = pathlib.Path(folder, "rental/entities/bike.yaml")
    broken = fixed.read_text(encoding="utf-8")
    fixed.write_text(broken.replace("stauts", "status"), encoding="utf-8")
    check("warnings alone do not fail", checked().returncode, 0)
    check("warnings alone fail where they are denied", checked(deny="warnings").returncode, 1)
    fixed.write_text(broken, encoding="utf-8")


def gitlab(folder):
    template = yaml.safe_load((ROOT / "ci/specql.gitlab-ci.yml").read_text(encoding="utf-8"))
    job = template["specql-check"]
    script = "\n".join(job["script"])
    ran = run(script, folder, **{**template["variables"], "SPECQL_PATH": "rental"})
    check("the job prints what is shown", ran.stdout, shown_after("specql-lsp --check --format concise rental"))
    check("the job fails", ran.returncode, 1)
    report = json.loads(pathlib.Path(folder, job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    found = [(entry["check_name"], entry["location"]["lines"]["begin"]) for entry in report]
    check("the job leaves its report", found, [("unknown-type", 7), ("unknown-field", 12)])
    unread = run(script, folder, **{**template["variables"], "SPECQL_PATH": "nowhere"})
    check("the job ends at once where nothing can be checked", unread.returncode != 0, True)


def pre_commit(program, folder):
    home = str(pathlib.Path(folder, "home"))
    os.environ["PRE_COMMIT_HOME"] = home
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    hooks = pathlib.Path(folder, "hooks")
    hooks.mkdir()
    (hooks / ".pre-commit-hooks.yaml").write_bytes((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    project = pathlib.Path(folder, "project")
    project.mkdir()
    workspace(project)
    for repository in (hooks, project):
        subprocess.run([*git, "init", "-q"], cwd=repository, check=True)
        subprocess.run([*git, "add", "-A"], cwd=repository, check=True)
        subprocess.run([*git, "commit", "-q", "-m", "A start"], cwd=repository, check=True)

    def tried(hook):
        command = [program, "try-repo", str(hooks), hook, "--all-files", "--color", "never"]
        return subprocess.run(command, cwd=project, capture_output=True, text=True)

    shown = shown_after("specql-lsp --check rental")
    ran = tried("specql-check")
    check("the hook prints what is shown", shown in ran.stdout or ran.stdout + ran.stderr, True)
    check("the hook fails", ran.returncode, 1)
    ran = tried("specql-fmt")
    check("the hook formats, and says so", (ran.returncode, "files were modified by this hook" in ran.stdout), (1, True))
    check("what is formatted passes", tried("specql-fmt").returncode, 0)


with tempfile.TemporaryDirectory() as folder:
    github(workspace(folder))
    gitlab(folder)
if len(sys.argv) > 1:
    with tempfile.TemporaryDirectory() as folder:
        pre_commit(sys.argv[1], folder)

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
