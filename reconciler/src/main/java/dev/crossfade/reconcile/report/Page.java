package dev.crossfade.reconcile.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The frame of a page that loads nothing and runs nothing: one style, known by its hash. */
final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8888; --soft: #8882 }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
      h1 { font-size: 1.6rem; margin: 0 0 .2rem }
      h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid }
      .verdict { font-size: 1.25rem; border: .15rem solid; border-left-width: .7rem; padding: .6rem 1rem; margin: 1rem 0 }
      .soft { opacity: .8 }
      table { border-collapse: collapse; width: 100%; font-size: .93rem }
      th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top }
      table.counts td { text-align: right; font-variant-numeric: tabular-nums }
      table.counts td:first-child, table.counts th:first-child { text-align: left }
      table.counts th { text-align: right }
      td code { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem }
      section.issue { border: 1px solid var(--line); padding: .4rem .8rem .8rem; margin: .8rem 0; break-inside: avoid }
      section.issue h3 { font-size: 1rem; margin: .2rem 0; overflow-wrap: anywhere }
      section.issue p { margin: .2rem 0 .4rem }
      thead { display: table-header-group } tr { break-inside: avoid }
      @media print { body { margin: 0; max-width: none; font-size: 10.5pt } a { color: inherit; text-decoration: none } }
      """;

  /** What a browser may do with the page: show it in this style, and nothing else. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + hash()
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Page() {}

  static Html begin(String title) {
    return new Html()
        .raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .element("title", title)
        .raw("\n<style>" + STYLE + "</style>\n</head>\n<body>\n");
  }

  static String end(Html page) {
    return page.raw("</body>\n</html>\n").toString();
  }

  private static String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
