// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.FactList;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.frame.Outside;
import java.time.ZoneId;
import java.util.Locale;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** All of one line, for the inspector. */
final class LineDetails extends VBox {

  LineDetails(StoredLine line, ZoneId zone, Outside outside) {
    super(12);
    FactList facts = new FactList();
    facts.add("Service", line.service());
    facts.add("Time", Times.absolute(line.at(), zone));
    facts.add("Level", line.level().name().toLowerCase(Locale.ROOT));
    facts.add("Length", String.format("%,d characters", line.text().length()));
    TextArea text = new TextArea(line.text());
    text.setEditable(false);
    text.setWrapText(true);
    text.setPrefRowCount(16);
    text.getStyleClass().add("log-details-text");
    text.setAccessibleText("The whole line");
    getChildren()
        .addAll(
            facts,
            text,
            Buttons.plain(Feather.COPY, "Copy the line", () -> outside.copy(line.text())));
  }
}
