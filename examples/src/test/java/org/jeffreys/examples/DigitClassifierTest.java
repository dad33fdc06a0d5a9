package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class DigitClassifierTest {
  @Test
  void readsDigitsAndKnowsLetters() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DigitClassifier.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String text = bytes.toString(StandardCharsets.UTF_8);

    assertThat(figure(text, "right: (.*)")).isGreaterThan(0.9);
    assertThat(figure(text, "AUROC (.*)")).isGreaterThan(0.8);
  }

  private static double figure(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
