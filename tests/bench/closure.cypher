// The closure of the exemption kernel in plain Cypher, for fields only: of every active situation, how many distinct
// fields its application forms ask for, and how many fill themselves. An oracle for the benchmark's comparison.
// Parameters: as_of (date), people (code of 自然人), organisations (codes of all legal entities)
MATCH (i:Item)-[:HAS_SITUATION]->(s:Situation)
WHERE coalesce(s.status, 'active') = 'active'
WITH s,
     CASE WHEN size(coalesce(s.audiences, [])) > 0 THEN s.audiences ELSE coalesce(i.service_objects, []) END AS audiences,
     CASE WHEN size(coalesce(s.regions, [])) > 0 THEN s.regions
          WHEN i.region_code IS NULL THEN [] ELSE [i.region_code] END AS regions
WITH audiences, regions, collect(s) AS situations,
     CASE WHEN audiences = [$people] THEN 'person'
          WHEN size(audiences) > 0 AND all(a IN audiences WHERE a IN $organisations) THEN 'legal_entity' END AS login
// every region with those above it
CALL (regions) {
  UNWIND CASE WHEN size(regions) = 0 THEN [null] ELSE regions END AS code
  OPTIONAL MATCH (:Region {region_code: code})-[:PART_OF*0..]->(above:Region)
  WITH code, collect(above.region_code) AS lineage
  RETURN collect(lineage) AS lineages
}
// what the login makes known, and round after round what sources give once their keys are known
CALL (login) {
  MATCH (f:Field) WHERE f.login_identity = login RETURN collect(f.field_code) AS at_first
}
CALL (audiences, regions, lineages) {
  MATCH ()-[any_binding:SUPPLIED_BY]->() UNWIND any_binding.key_fields AS key
  WITH DISTINCT audiences, regions, lineages, key
  MATCH (f:Field {field_code: key, act_of_will: false})-[b:SUPPLIED_BY {status: 'active', returns: 'value'}]->
        (d:DataSource {status: 'active'})
  WHERE d.data_updated_at + duration({days: coalesce(b.max_age_days, -99999)}) >= $as_of
    AND (d.sharing = 'unconditional' OR (d.sharing = 'conditional' AND b.approved))
    AND ('*' IN b.audiences OR (size(audiences) > 0 AND all(a IN audiences WHERE a IN b.audiences)))
    AND ('*' IN b.regions OR
         (size(regions) > 0 AND all(lineage IN lineages WHERE any(code IN lineage WHERE code IN b.regions))))
  RETURN collect({field: f.field_code, keys: coalesce(b.key_fields, [])}) AS openers
}
WITH situations, audiences, regions, lineages,
     reduce(known = at_first, round IN range(1, 6) |
       known + [o IN openers WHERE NOT o.field IN known AND all(key IN o.keys WHERE key IN known) | o.field]) AS known
UNWIND situations AS s
MATCH (s)-[r:REQUIRES]->(:Material {material_type: 'application_form'})-[:HAS_FORM]->()-[:HAS_FIELD]->()
      -[:STANDS_FOR]->(f)
WHERE coalesce(r.status, 'active') <> 'removed'
WITH audiences, regions, lineages, known, f, collect(DISTINCT s) AS asking
WITH asking, f.act_of_will = false AND EXISTS {
  MATCH (f)-[b:SUPPLIED_BY {status: 'active', returns: 'value'}]->(d:DataSource {status: 'active'})
  WHERE all(key IN coalesce(b.key_fields, []) WHERE key IN known)
    AND d.data_updated_at + duration({days: coalesce(b.max_age_days, -99999)}) >= $as_of
    AND (d.sharing = 'unconditional' OR (d.sharing = 'conditional' AND b.approved))
    AND ('*' IN b.audiences OR (size(audiences) > 0 AND all(a IN audiences WHERE a IN b.audiences)))
    AND ('*' IN b.regions OR
         (size(regions) > 0 AND all(lineage IN lineages WHERE any(code IN lineage WHERE code IN b.regions))))
} AS fills
UNWIND asking AS s
RETURN s.situation_code AS situation_code, count(*) AS fields, sum(CASE WHEN fills THEN 1 ELSE 0 END) AS filled
