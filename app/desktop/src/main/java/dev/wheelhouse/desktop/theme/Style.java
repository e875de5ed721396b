// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.theme;

/** Style class names, so that no view spells one. AtlantaFX has its own in its {@code Styles}. */
public final class Style {
  /** 11 px. */
  public static final String CAPTION = "type-caption";

  /** 15 px. */
  public static final String LEAD = "type-lead";

  /** 20 px, the title of a screen. */
  public static final String TITLE = "type-title";

  /** 28 px. */
  public static final String DISPLAY = "type-display";

  /** Weight 500. */
  public static final String MEDIUM = "type-medium";

  /** Weight 600. */
  public static final String STRONG = "type-strong";

  /** The mono family. */
  public static final String MONO = "type-mono";

  /** Text of less weight. */
  public static final String QUIET = "text-quiet";

  /** Text or icon in the foreground colour of its tone. */
  public static final String TONED = "toned";

  /** A surface with a border; holds one thing. */
  public static final String CARD = "card-box";

  /** A screen's own padding. */
  public static final String PAGE = "page";

  /** A button without border until hovered. */
  public static final String GHOST = "ghost";

  /** The one main button of a screen. */
  public static final String PRIMARY = "primary";

  /** A button that destroys something. */
  public static final String DESTRUCTIVE = "destructive";

  /** A button of 40 px with 15 px text. */
  public static final String LARGE = "large";

  /** A square button that holds an icon. */
  public static final String ICON_BUTTON = "icon-button";

  /** A thin line between parts. */
  public static final String RULE = "rule";

  private Style() {}
}
