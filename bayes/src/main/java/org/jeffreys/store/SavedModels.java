package org.jeffreys.store;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.data.Invert;
import org.jeffreys.inference.Posterior;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jeffreys.uncertainty.UncertaintyMeasures;

/** What kinds of models have beside their posterior, as plain data. */
final class SavedModels {
  private static final String IMAGES = "images";

  private SavedModels() {}

  static Map<String, Object> describe(SavedPosterior saved) {
    return saved instanceof SavedTable table ? table.described() : describe((ImageModel) saved);
  }

  private static Map<String, Object> describe(ImageModel saved) {
    ImageFormat images = saved.images();
    AbstentionRule rule = saved.abstention();
    return Fields.ordered(
        "classNames",
        saved.classNames(),
        IMAGES,
        Fields.ordered(
            "height", images.height(),
            "width", images.width(),
            "channels", images.channels(),
            "invert", Words.of(images.invert())),
        "abstention",
        Fields.ordered(
            "measure", rule.measure().name(), "threshold", rule.threshold(), "unit", rule.unit()));
  }

  static SavedPosterior of(
      Fields fields,
      Map<String, double[]> numbers,
      Posterior posterior,
      String method,
      Map<String, String> notes) {
    if (!fields.has(IMAGES)) {
      return SavedTable.of(fields, numbers, posterior, method, notes);
    }
    return new ImageModel(
        posterior,
        method,
        fields.texts("classNames"),
        images(fields.child(IMAGES)),
        abstention(fields.child("abstention")),
        notes);
  }

  private static ImageFormat images(Fields fields) {
    Invert invert = Words.constant("invert", List.of(Invert.values()), fields.text("invert"));
    return new ImageFormat(
        fields.integer("height"), fields.integer("width"), fields.integer("channels"), invert);
  }

  private static AbstentionRule abstention(Fields fields) {
    AbstentionRule rule =
        new AbstentionRule(
            UncertaintyMeasures.named(fields.text("measure")), fields.number("threshold"));
    Check.require(
        rule.unit().equals(fields.text("unit")),
        "unit",
        "'" + rule.unit() + "' of " + rule.measure().name(),
        "'" + fields.text("unit") + "'");
    return rule;
  }
}
