// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalsTest {
  private static final String DUMP =
      """
      --
      -- PostgreSQL database cluster dump
      --

      \\restrict aBc123

      SET default_transaction_read_only = off;

      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;

      CREATE ROLE app;
      ALTER ROLE app WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION NOBYPASSRLS PASSWORD 'SCRAM-SHA-256$4096:aa==$bb=:cc=';
      CREATE ROLE "odd ""name";
      ALTER ROLE "odd ""name" WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB NOLOGIN NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 3 VALID UNTIL '2030-01-01 00:00:00+00';
      CREATE ROLE wheelhouse;
      ALTER ROLE wheelhouse WITH SUPERUSER INHERIT CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS PASSWORD 'SCRAM-SHA-256$4096:old==$x=:y=';
      ALTER ROLE app SET statement_timeout TO '90s';
      ALTER ROLE app IN DATABASE other SET work_mem TO '6MB';
      COMMENT ON ROLE app IS 'the app''s own';
      GRANT "odd ""name" TO app WITH INHERIT TRUE GRANTED BY wheelhouse;

      \\unrestrict aBc123

      --
      -- PostgreSQL database cluster dump complete
      --
      """;

  @Test
  void keepsTheNewClustersOwnRoleAndItsPassword() throws Exception {
    Globals.Script script = Globals.script(DUMP, Set.of("wheelhouse", "postgres"), "wheelhouse");

    assertThat(script.roles())
        .contains(
            "CREATE ROLE app;",
            "CREATE ROLE \"odd \"\"name\";",
            "ALTER ROLE wheelhouse WITH SUPERUSER INHERIT CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS;",
            "ALTER ROLE app SET statement_timeout TO '90s';",
            "COMMENT ON ROLE app IS 'the app''s own';")
        .doesNotContain("CREATE ROLE wheelhouse;")
        .noneMatch(line -> line.contains("old=="))
        .noneMatch(line -> line.startsWith("\\"))
        .anyMatch(line -> line.contains("SCRAM-SHA-256$4096:aa=="));
    assertThat(script.afterwards())
        .containsExactly("ALTER ROLE app IN DATABASE other SET work_mem TO '6MB';");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\! touch /tmp/x",
        "\\copy t from program 'id'",
        "DROP DATABASE wheelhouse;",
        "CREATE ROLE x; DROP ROLE y;",
        "COPY (SELECT 1) TO PROGRAM 'id';",
        "ALTER SYSTEM SET archive_command = 'id';",
        "CREATE TABLESPACE t LOCATION '/x';",
        "ALTER ROLE app SET x TO '1'; DROP ROLE app;",
        "COMMENT ON ROLE app IS 'a'; DROP ROLE app; --';",
        "GRANT a TO b; DROP ROLE c;",
        "SELECT pg_sleep(9);",
        "ALTER ROLE app WITH SUPERUSER PASSWORD 'a' \\! id 'b';",
      })
  void refusesEverythingThatIsNotAboutRoles(String line) {
    String dump = DUMP.replace("CREATE ROLE app;", line);

    assertThatThrownBy(() -> Globals.script(dump, Set.of(), "wheelhouse"))
        .isInstanceOf(Globals.Refused.class)
        .hasMessageContaining("not about roles");
  }

  @Test
  void refusesADumpWithoutItsLastLine() {
    String cut = DUMP.substring(0, DUMP.indexOf("-- PostgreSQL database cluster dump complete"));

    assertThatThrownBy(() -> Globals.script(cut, Set.of(), "wheelhouse"))
        .hasMessageContaining("not complete");
  }
}
