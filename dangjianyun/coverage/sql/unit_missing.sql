-- Organizations whose Party organization is due and missing on a day, counted from raw facts alone:
-- no segment, no tally, none of the Python that builds them. The second opinion of `recount`.
-- Parameters: {on} the day; {counts} staff or relation; {joint}, {functional} whether a joint or a
-- functional unit satisfies (1 or 0): the rule's parameters where they are the same everywhere.
-- Constitution of the CPC, article 30, in force from 2017-10-24: three full members or more.
WITH there AS (
    SELECT o.id
    FROM registry_organization AS o
    WHERE o.established_on <= {on} AND o.closed_on > {on} AND {on} >= '2017-10-24'
),
full_members AS (
    SELECT p.organization_id AS id, m.id AS member
    FROM registry_post AS p
    JOIN party_member AS m ON m.person_id = p.person_id
    WHERE {counts} = 'staff'
      AND p.is_full_time AND p.is_main AND p.since <= {on} AND p.until > {on}
      AND m.full_on <= {on} AND m.left_on > {on}
    UNION
    SELECT u.organization_id, m.id
    FROM party_membership AS r
    JOIN party_unit AS u ON u.id = r.unit_id
    JOIN party_member AS m ON m.id = r.member_id
    WHERE {counts} = 'relation' AND u.organization_id IS NOT NULL
      AND r.since <= {on} AND r.until > {on}
      AND m.full_on <= {on} AND m.left_on > {on}
),
due AS (
    SELECT t.id
    FROM there AS t
    JOIN full_members AS f ON f.id = t.id
    GROUP BY t.id
    HAVING COUNT(DISTINCT f.member) >= 3
),
built AS (
    SELECT u.organization_id AS id, CASE WHEN w.mode = '' THEN 'single' ELSE w.mode END AS mode
    FROM party_unit AS u
    JOIN party_unitparticulars AS w ON w.unit_id = u.id
    WHERE u.organization_id IS NOT NULL AND u.role = 'grassroots'
      AND w.since <= {on} AND w.until > {on}
    UNION
    SELECT c.organization_id, CASE WHEN w.mode = '' THEN 'joint' ELSE w.mode END
    FROM party_covering AS c
    JOIN party_unitparticulars AS w ON w.unit_id = c.unit_id
    WHERE c.since <= {on} AND c.until > {on}
      AND w.since <= {on} AND w.until > {on}
)
SELECT d.id
FROM due AS d
WHERE d.id NOT IN (
    SELECT b.id
    FROM built AS b
    WHERE (b.mode <> 'joint' OR {joint} = 1) AND (b.mode <> 'functional' OR {functional} = 1)
)
ORDER BY d.id
