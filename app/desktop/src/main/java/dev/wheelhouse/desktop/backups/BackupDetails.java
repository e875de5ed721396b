// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.FactList;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** Everything about one backup, for the inspector. */
final class BackupDetails extends VBox {

  BackupDetails(BackupSummary backup, BackupsViewModel model, ZoneId zone, Consumer<String> copy) {
    super(16);
    Proof proof = Proof.of(backup);
    Label meaning = Texts.quiet(proof.details());
    FlowPane buttons =
        new FlowPane(
            8,
            8,
            Buttons.plain("Check it", () -> model.verify(backup, VerifyLevel.L2)),
            Buttons.plain("Try a restore", () -> model.verify(backup, VerifyLevel.L3)),
            Buttons.plain("Restore", () -> model.planRestore(backup)));
    getChildren()
        .addAll(
            new VBox(4, new StateBadge(proof.tone(), proof.words()), meaning),
            buttons,
            facts(backup, zone));
    backup.members().forEach(member -> getChildren().add(part(member)));
    getChildren().addAll(Texts.heading("Folder"), new CodeLine(backup.folder().toString(), copy));
  }

  private static FactList facts(BackupSummary backup, ZoneId zone) {
    FactList facts = new FactList();
    facts.add("Made", Times.absolute(backup.createdAt(), zone));
    facts.add("Took", Times.span(backup.took()));
    facts.add("Size", Sizes.bytes(backup.sizeBytes()));
    Instant proven = backup.provenAt();
    if (proven != null) {
      facts.add("Proven", Times.absolute(proven, zone));
    }
    return facts;
  }

  private static VBox part(BackupSummary.Member member) {
    FactList facts = new FactList();
    facts.add("Method", member.method());
    facts.add("Size", Sizes.bytes(member.sizeBytes()));
    if (!member.counts().isEmpty()) {
      facts.add("Counted", String.join("\n", member.counts()));
    }
    return new VBox(8, Texts.heading(member.service()), facts);
  }
}
