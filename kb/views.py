"""The views of the knowledge base as SQL; their names and columns are public like those of the tables."""

from __future__ import annotations

from kb import bands

CITATIONS_VIEW = f"""
select
    c.id, c.post, p.author, p.role, p.lang, p.thread, p.date, p.source,
    c.kind, c.status, c.text, c.target, c.instrument, c.provision, c.document, c.paragraph,
    d.state as document_state, d.body as document_body,
    i.short as instrument_name, i.title as instrument_title, v.label as provision_label, v.heading,
    case
        when v.id is not null then i.short || ', ' || v.label
        when i.id is not null then i.short
        when b.id is not null then b.title
        when d.id is not null and c.paragraph <> ''
            then d.title || ', ' || replace(replace(c.paragraph, 'para_', 'para. '), '__point_', ' ')
        when d.id is not null then d.title
        else c.target
    end as label,
    coalesce(
        v.uri,
        (select a.value from json_each(i.addresses) a where a.key = p.lang),
        json_extract(i.addresses, '$.en'),
        (select a.value from json_each(i.addresses) a limit 1)
    ) as address,
    c.evidence, c.via_text as via, c.voice, c.note, c.confidence,
    case when c.instrument is not null then {bands.SQL} end as band, c.rule,
    c.start, c.end, c.source_start, c.source_end
from citations c
join posts p on p.id = c.post
left join instruments i on i.id = c.instrument
left join provisions v on v.id = c.provision
left join bodies b on c.kind = 'body' and b.id = c.target
left join documents d on d.id = c.document
"""

PROVISION_COUNTS_VIEW = """
select
    v.id as provision, v.instrument, v.label, v.heading, v.parent,
    count(c.id) as citations,
    count(distinct c.post) as posts,
    count(distinct p.author) as authors,
    count(distinct case when c.kind <> 'quotation' then c.post end) as cited,
    count(distinct case when c.kind = 'quotation' then c.post end) as quoted
from provisions v
join citations c on c.provision = v.id
join posts p on p.id = c.post
group by v.id
"""

ISSUE_MAP_SQL = """
with hits as (
    select distinct t.issue, t.post, t.passage, p.author, c.kind = 'quotation' as quoted, c.instrument, c.provision
    from tags t
    join citations c on c.post = t.post and c.start >= t.start and c.start < t.end
    join posts p on p.id = t.post
    where c.status = 'resolved' and c.instrument is not null {where}
),
spread as (
    select issue, post, passage, author, quoted, instrument, null as provision from hits
    union
    select issue, post, passage, author, quoted, instrument, provision from hits where provision is not null
),
counted as (
    select
        instrument, provision, issue,
        count(distinct post || char(31) || passage) as passages,
        count(distinct post) as posts,
        count(distinct author) as authors,
        count(distinct case when not quoted then post || char(31) || passage end) as cited,
        count(distinct case when quoted then post || char(31) || passage end) as quoted
    from spread
    group by instrument, provision, issue
),
known as (
    select a.issue, coalesce(v.instrument, a.target) as instrument, v.id as provision
    from issue_provisions a left join provisions v on v.id = a.target
    where v.id is not null or a.target in (select id from instruments)
),
curated as (
    select issue, instrument, null as provision from known
    union
    select issue, instrument, provision from known where provision is not null
)
select k.*, exists(
    select 1 from curated d
    where d.issue = k.issue and d.instrument = k.instrument and d.provision is k.provision
) as curated
from counted k
union all
select d.instrument, d.provision, d.issue, 0, 0, 0, 0, 0, 1 from curated d
where not exists (
    select 1 from counted k
    where k.issue = d.issue and k.instrument = d.instrument and k.provision is d.provision
)
"""
"""One row for each cell of the issue map, a row without provision standing for the whole instrument:
a passage counts once there, whatever of the instrument it cites."""

VIEWS: dict[str, str] = {
    "v_citations": CITATIONS_VIEW,
    "v_provision_counts": PROVISION_COUNTS_VIEW,
    "v_issue_map": ISSUE_MAP_SQL.format(where=""),
}
