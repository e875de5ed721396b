-- SPDX-License-Identifier: Apache-2.0
-- Conversations and their messages. Times are milliseconds since 1970, UTC.

CREATE TABLE conversation (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  title      TEXT    NOT NULL,
  model      TEXT    NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  -- set while a deletion can be undone
  deleted_at INTEGER
);

CREATE INDEX conversation_changed ON conversation (changed_at);

CREATE TABLE message (
  id                   INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id      INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  role                 TEXT    NOT NULL CHECK (role IN ('SYSTEM', 'USER', 'ASSISTANT')),
  text                 TEXT    NOT NULL,
  thinking             TEXT    NOT NULL DEFAULT '',
  model                TEXT    NOT NULL DEFAULT '',
  status               TEXT    NOT NULL CHECK (status IN ('STREAMING', 'COMPLETE', 'STOPPED', 'INTERRUPTED', 'FAILED')),
  created_at           INTEGER NOT NULL,
  error                TEXT    NOT NULL DEFAULT '',
  -- figures: null until the answer ended; tokens -1 when unknown
  route                TEXT,
  prompt_tokens        INTEGER,
  answer_tokens        INTEGER,
  first_token_seconds  REAL,
  seconds              REAL,
  -- the process that writes a streaming answer, as "id start"
  writer               TEXT    NOT NULL DEFAULT '',
  -- the answer that takes this one's place as soon as it has text
  replaced_by          INTEGER
);

CREATE INDEX message_conversation ON message (conversation_id, id);

-- Words of finished messages. A streaming answer is indexed once, when it ends.
CREATE VIRTUAL TABLE message_search USING fts5 (
  text,
  content = 'message',
  content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER message_added AFTER INSERT ON message WHEN new.status <> 'STREAMING' BEGIN
  INSERT INTO message_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER message_ended AFTER UPDATE ON message
WHEN old.status = 'STREAMING' AND new.status <> 'STREAMING' BEGIN
  INSERT INTO message_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER message_edited AFTER UPDATE OF text ON message
WHEN old.status <> 'STREAMING' BEGIN
  INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', old.id, old.text);
  INSERT INTO message_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER message_gone AFTER DELETE ON message WHEN old.status <> 'STREAMING' BEGIN
  INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', old.id, old.text);
END;
