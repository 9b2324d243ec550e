package dev.crossfade.core.legacy;

import static dev.crossfade.core.legacy.Decoding.bytes;
import static dev.crossfade.core.legacy.Decoding.decoded;
import static dev.crossfade.core.legacy.Decoding.problem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalForageDecoderTest {
  private static final String NAME = "localforage";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "si08gAB/|[-128,0,127]",
        "ui08AP8=|[0,255]",
        "uic8/wA=|[255,0]",
        "si16AIACAQ==|[-32768,258]",
        "ur16//8CAQ==|[65535,258]",
        "si32AAAAgAQDAgE=|[-2147483648,16909060]",
        "ui32/////wEAAAA=|[4294967295,1]",
        "fl32AADAPwAAwH8=|[1.5,null]",
        "fl64AAAAAAAA8P8=|[null]",
        "fl64AAAAAAAAAIA=|[-0.0]",
        "ui08|[]",
        "arbfAQID+g==|{\"type\":\"ArrayBuffer\",\"base64\":\"AQID+g==\"}",
        "arbf|{\"type\":\"ArrayBuffer\",\"base64\":\"\"}",
        "blobAQID|{\"type\":\"Blob\",\"base64\":\"AQID\"}",
        "blob~~local_forage_type~a/\"b~AQID|{\"type\":\"Blob\",\"mediaType\":\"a/\\\"b\",\"base64\":\"AQID\"}",
        "blob~~local_forage_type~~AQID|{\"type\":\"Blob\",\"mediaType\":\"\",\"base64\":\"AQID\"}",
      })
  void binaryValues(String coded, String json) throws Exception {
    assertThat(decoded(NAME, "__lfsc__:" + coded)).isEqualTo(json);
  }

  @Test
  void everythingElseIsJson() throws Exception {
    assertThat(decoded(NAME, "{\"a\":\"__lfsc__:\"}")).isEqualTo("{\"a\":\"__lfsc__:\"}");
    assertThat(decoded(NAME, "null")).isEqualTo("null");
    assertThat(problem(NAME, "__lfsc_")).contains("no sound JSON");
  }

  @Test
  void brokenBinaryValues() {
    assertThat(problem(NAME, "__lfsc__:ui")).isEqualTo("The type behind __lfsc__: is cut off.");
    assertThat(problem(NAME, "__lfsc__:UI08AP8=")).contains("unknown");
    assertThat(problem(NAME, "__lfsc__:ui08AP8")).isEqualTo("The base64 is cut off.");
    assertThat(problem(NAME, "__lfsc__:ui08A*8=")).isEqualTo("The value is no base64.");
    assertThat(problem(NAME, "__lfsc__:arbf\"\"\"\"")).isEqualTo("The value is no base64.");
    assertThat(problem(NAME, "__lfsc__:si16AP8A")).contains("cut off");
    assertThat(problem(NAME, "__lfsc__:blob~~local_forage_type~a/b"))
        .isEqualTo("/mediaType: The Blob's type is cut off.");
  }

  @Test
  void itsMarksAreRecognised() {
    LocalForageDecoder decoder = new LocalForageDecoder();
    assertThat(decoder.detect("any", bytes("__lfsc__:ui08"))).contains("__lfsc__");
    assertThat(decoder.detect("localforage/a", bytes("1"))).contains("default name");
    assertThat(decoder.detect("localforage/a", bytes("x"))).isNull();
    assertThat(decoder.detect("school/a", bytes("1"))).isNull();
  }
}
