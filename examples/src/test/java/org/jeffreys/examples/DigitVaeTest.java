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
final class DigitVaeTest {
  @Test
  void modelsDigitsAndDoubtsWhatItFillsIn() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DigitVae.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String text = bytes.toString(StandardCharsets.UTF_8);

    assertThat(figure(text, "elbo: (.*)")).isBetween(-200.0, -100.0);
    assertThat(figure(text, "log p: (.*)")).isGreaterThan(figure(text, "elbo: (.*)"));
    assertThat(figure(text, "pixels: (.*)")).isBetween(0.02, 0.3);
  }

  private static double figure(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
