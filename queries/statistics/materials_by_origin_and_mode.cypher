// name: statistics.materials_by_origin_and_mode
// title: 按来源与获取方式统计材料 | Materials by origin and mode
// summary: 各来源、各获取方式的材料数，以及要求这些材料的情形数；有多种方式的材料各计一次，mode 为空表示没有获取方式。已取消的材料要求不计。
//   | Numbers of materials, and of situations that require them, by origin and by the mode in which they are obtained.
//   A material with several modes counts for each of them; mode is empty if none is recorded. Requirements that a
//   reform dropped do not count.
// params: none
// returns: origin, mode, materials, situations
MATCH (m:Material)
OPTIONAL MATCH (m)-[b:OBTAINED_VIA]->()
WITH DISTINCT m, b.mode AS mode
WITH m.origin AS origin, mode, collect(m) AS materials
RETURN origin, mode, size(materials) AS materials,
  COUNT {
    UNWIND materials AS m
    MATCH (m)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed'
    RETURN DISTINCT s
  } AS situations
ORDER BY origin, materials DESC, mode
