// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.service.Comparison.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is counted and whose it is. Rows come as JSON arrays, one a line, so that no name can be
 * mistaken for a separator. What belongs to an extension is left out: the extension makes it.
 */
final class Queries {
  static final String DATABASES =
      "SELECT to_json(datname::text) FROM pg_database"
          + " WHERE datallowconn AND NOT datistemplate ORDER BY datname;\n";

  static final String SIZE =
      "SELECT coalesce(sum(pg_database_size(oid)), 0)::bigint FROM pg_database;\n";

  static final String ROLES = "SELECT to_json(rolname::text) FROM pg_roles;\n";

  private static final String USER_SCHEMAS =
      " n.nspname NOT IN ('pg_catalog', 'information_schema')"
          + " AND n.nspname !~ '^pg_(toast|temp)'";

  /** A {@code count(*)} for each table, made and run by psql. */
  private static final String ROWS =
      "SELECT format('SELECT json_build_array(''rows'', %L, (SELECT count(*) FROM ONLY %I.%I));',"
          + " n.nspname || '.' || c.relname, n.nspname, c.relname)"
          + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE (c.relkind = 'r' OR c.relkind = 'm' AND c.relispopulated)"
          + " AND c.relpersistence <> 't' AND"
          + USER_SCHEMAS
          + notOfExtension("pg_class", "c.oid")
          + " ORDER BY 1 \\gexec\n";

  private static final String RELATION_OWNERS =
      "SELECT json_build_array('owner', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table'"
          + " WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'"
          + " ELSE 'foreign table' END || ' ' || n.nspname || '.' || c.relname,"
          + " pg_get_userbyid(c.relowner))"
          + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't' AND"
          + USER_SCHEMAS
          + notOfExtension("pg_class", "c.oid")
          + " ORDER BY 1::text;\n";

  private static final String OTHER_OWNERS =
      "SELECT json_build_array('owner', 'database', pg_get_userbyid(datdba))"
          + " FROM pg_database WHERE datname = current_database();\n"
          + "SELECT json_build_array('owner', 'schema ' || n.nspname, pg_get_userbyid(n.nspowner))"
          + " FROM pg_namespace n WHERE"
          + USER_SCHEMAS
          + notOfExtension("pg_namespace", "n.oid")
          + ";\n"
          + "SELECT json_build_array('owner', 'function ' || n.nspname || '.' || p.proname || '('"
          + " || pg_get_function_identity_arguments(p.oid) || ')', pg_get_userbyid(p.proowner))"
          + " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE"
          + USER_SCHEMAS
          + notOfExtension("pg_proc", "p.oid")
          + ";\n"
          + "SELECT json_build_array('count', 'large objects', count(*))"
          + " FROM pg_largeobject_metadata;\n";

  /** Everything that is compared, for the database one is connected to. */
  static final String EVERYTHING = ROWS + RELATION_OWNERS + OTHER_OWNERS;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Queries() {}

  private static String notOfExtension(String catalogue, String oid) {
    return " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '"
        + catalogue
        + "'::regclass AND d.objid = "
        + oid
        + " AND d.deptype = 'e')";
  }

  /** Reads the rows of {@link #EVERYTHING}. */
  static Found found(String database, List<String> rows) {
    List<Count> counts = new ArrayList<>();
    Map<String, String> owners = new TreeMap<>();
    for (String row : rows) {
      JsonNode values = json(row);
      String name = values.get(1).asText();
      switch (values.get(0).asText()) {
        case "rows" -> counts.add(Count.equal(rowsIn(database, name), values.get(2).asLong()));
        case "count" -> counts.add(Count.equal(name + " in " + database, values.get(2).asLong()));
        case "owner" -> owners.put(database + " " + name, values.get(2).asText());
        default -> throw new IllegalArgumentException("not a row of ours: " + row);
      }
    }
    return new Found(counts, owners);
  }

  /** Reads rows of one JSON text each. */
  static List<String> texts(List<String> rows) {
    return rows.stream().map(row -> json(row).asText()).toList();
  }

  private static String rowsIn(String database, String table) {
    return "rows in " + database + " " + table;
  }

  private static JsonNode json(String row) {
    try {
      return JSON.readTree(row);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a row of ours: " + row, e);
    }
  }
}
