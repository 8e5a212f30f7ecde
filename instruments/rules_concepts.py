"""The rules for issues and stages of migration: what they point to, and the shape of the tree of issues."""

from __future__ import annotations

from instruments.facts import Facts, Found, rule


@rule("issues")
def issues(facts: Facts) -> Found:
    """What addresses an issue exists, and so do the broader and related issues."""
    known = facts.catalogue.issues
    for file, issue in facts.issues:
        for a in issue.addressed_by:
            if not facts.catalogue.has(a.target):
                yield file, f"addressed_by {a.target!r}, which is not in the catalogue"
        for other in (*issue.related, *([issue.broader] if issue.broader else [])):
            if other not in known:
                yield file, f"{other!r} is not among the issues"


@rule("issue-circles")
def issue_circles(facts: Facts) -> Found:
    """No issue is broader than itself, by any number of steps."""
    known = facts.catalogue.issues
    for file, issue in facts.issues:
        above, steps = issue.broader, {issue.id}
        while above in known:
            if above in steps:
                yield file, f"its broader issues lead back to {above!r}; take one of them away"
                break
            steps.add(above)
            above = known[above].broader


@rule("related-issues")
def related_issues(facts: Facts) -> Found:
    """Related issues name each other, and none is the issue itself or above it in the tree."""
    known = facts.catalogue.issues
    for file, issue in facts.issues:
        above, steps = issue.broader, {issue.id}
        while above in known and above not in steps:
            steps.add(above)
            above = known[above].broader
        for other in issue.related:
            if other in steps:
                yield file, f"related {other!r} is {'itself' if other == issue.id else 'broader'}; drop it"
            elif other in known and issue.id not in known[other].related:
                yield file, f"related {other!r} does not name {issue.id!r} in return; add it there or drop it here"


@rule("stages")
def stages(facts: Facts) -> Found:
    """What addresses a stage of migration exists, and no two stages have one position."""
    owner: dict[int, str] = {}
    for file, stage in facts.stages:
        for a in stage.addressed_by:
            if not facts.catalogue.has(a.target):
                yield file, f"addressed_by {a.target!r}, which is not in the catalogue"
        first = owner.setdefault(stage.position, stage.id)
        if first != stage.id:
            yield file, f"position {stage.position} is that of {first!r} too; number the stages in their order"
