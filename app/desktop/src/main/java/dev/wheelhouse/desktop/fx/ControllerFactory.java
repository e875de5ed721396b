// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.fx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.fxml.FXMLLoader;

/**
 * Makes the controllers of FXML files with their constructors' arguments. {@code Wiring} fills it;
 * a controller that nobody registered is an error, never made by reflection.
 */
public final class ControllerFactory {
  private final Map<Class<?>, Supplier<?>> makers = new HashMap<>();

  /** Says how to make a controller. */
  public <V> ControllerFactory register(Class<V> type, Supplier<V> maker) {
    makers.put(type, maker);
    return this;
  }

  /**
   * Loads the FXML file that lies beside the controller's class: {@code HomeView} and {@code
   * Home.fxml}.
   *
   * @return the controller, with its fields filled
   */
  public <V> V load(Class<V> type) {
    String file = type.getSimpleName().replaceFirst("View$", "") + ".fxml";
    URL url = type.getResource(file);
    if (url == null) {
      throw new IllegalStateException("no " + file + " beside " + type.getName());
    }
    FXMLLoader loader = new FXMLLoader(url);
    loader.setControllerFactory(this::make);
    try {
      loader.load();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be loaded", e);
    }
    return type.cast(loader.getController());
  }

  private Object make(Class<?> type) {
    Supplier<?> maker = makers.get(type);
    if (maker == null) {
      throw new IllegalStateException("nobody registered " + type.getName());
    }
    return maker.get();
  }
}
