package io.github.s3sync.reconcile.listing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Parses the objects in the response to {@code ListObjectsV2} or {@code ListObjects} by means of
 * the JDK's StAX parser. The result is the same as the SDK's.
 *
 * <p>Only documents of the form that stores usually send are parsed. A document is left to the SDK
 * if it contains a comment, a CDATA section, a processing instruction, a document type, an empty
 * value, or an element twice in an object. So is a document with an error, an invalid number, or an
 * object without a key or a size.
 */
final class ContentsParser {

  private static final String ROOT = "ListBucketResult";
  private static final String CONTENTS = "Contents";
  private static final String ENCODING_TYPE = "EncodingType";
  private static final String URL = "url";

  /** Factories are not required to be safe for use by several threads. */
  private static final ThreadLocal<XMLInputFactory> INPUT =
      ThreadLocal.withInitial(ContentsParser::inputFactory);

  private static final ThreadLocal<XMLOutputFactory> OUTPUT =
      ThreadLocal.withInitial(XMLOutputFactory::newDefaultFactory);

  private final XMLStreamReader xml;
  private final XMLStreamWriter rest;
  private final StringBuilder text = new StringBuilder();
  private final List<ListedObject> objects = new ArrayList<>();
  private @Nullable String encodingType;

  private ContentsParser(XMLStreamReader xml, XMLStreamWriter rest) {
    this.xml = xml;
    this.rest = rest;
  }

  /**
   * Parses a response.
   *
   * @param response the body of the response
   * @return the objects, and the document without them; null if the SDK must parse the response
   */
  static @Nullable Contents parse(InputStream response) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      XMLStreamReader xml = INPUT.get().createXMLStreamReader(response);
      XMLStreamWriter copy = OUTPUT.get().createXMLStreamWriter(rest, "UTF-8");
      List<ListedObject> objects = new ContentsParser(xml, copy).parse();
      return new Contents(objects, new ByteArrayInputStream(rest.toByteArray()));
    } catch (XMLStreamException | RuntimeException e) {
      // The SDK parses the document, or fails with its own message.
      return null;
    }
  }

  private static XMLInputFactory inputFactory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private List<ListedObject> parse() throws XMLStreamException {
    String version = xml.getVersion();
    require(version == null || version.equals("1.0"));
    require(xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals(ROOT));
    rest.writeStartElement(ROOT);
    while (nextChild()) {
      if (xml.getLocalName().equals(CONTENTS)) {
        objects.add(object());
      } else {
        copy();
      }
    }
    rest.writeEndElement();
    rest.writeEndDocument();
    rest.close();
    if (URL.equals(encodingType)) {
      objects.replaceAll(ContentsParser::decoded);
    }
    return objects;
  }

  /** Moves to the next child element; returns false at the end of the parent element. */
  private boolean nextChild() throws XMLStreamException {
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return true;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return false;
        }
        default -> require(xml.getEventType() == XMLStreamConstants.CHARACTERS);
      }
    }
  }

  private ListedObject object() throws XMLStreamException {
    String key = null;
    String size = null;
    String eTag = null;
    String lastModified = null;
    while (nextChild()) {
      switch (xml.getLocalName()) {
        case "Key" -> key = value(key);
        case "Size" -> size = value(size);
        case "ETag" -> eTag = value(eTag);
        case "LastModified" -> lastModified = value(lastModified);
        default -> skip();
      }
    }
    if (key == null || size == null) {
      throw unusual();
    }
    return new ListedObject(
        key,
        Long.parseLong(size),
        eTag == null ? null : S3PageSource.unquoted(eTag),
        lastModified == null ? null : ListedTime.parse(lastModified));
  }

  /** Returns the text of the current element, which must not occur twice. */
  private String value(@Nullable String earlier) throws XMLStreamException {
    require(earlier == null);
    text.setLength(0);
    while (xml.next() != XMLStreamConstants.END_ELEMENT) {
      require(xml.getEventType() == XMLStreamConstants.CHARACTERS);
      text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }
    require(text.length() > 0);
    return text.toString();
  }

  private void skip() throws XMLStreamException {
    int depth = 1;
    while (depth > 0) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  /** Copies the current element. The SDK uses neither namespaces nor attributes of listings. */
  private void copy() throws XMLStreamException {
    if (xml.getLocalName().equals(ENCODING_TYPE)) {
      encodingType = value(encodingType);
      rest.writeStartElement(ENCODING_TYPE);
      rest.writeCharacters(encodingType);
      rest.writeEndElement();
      return;
    }
    rest.writeStartElement(xml.getLocalName());
    int depth = 1;
    while (depth > 0) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          rest.writeStartElement(xml.getLocalName());
          depth++;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          rest.writeEndElement();
          depth--;
        }
        default -> {
          require(xml.getEventType() == XMLStreamConstants.CHARACTERS);
          String text = xml.getText();
          // The writer would write it as it is, and a parser would replace it by a line feed.
          require(text.indexOf('\r') < 0);
          rest.writeCharacters(text);
        }
      }
    }
  }

  private static ListedObject decoded(ListedObject object) {
    String key = object.key();
    return key.indexOf('%') < 0 && key.indexOf('+') < 0
        ? object
        : new ListedObject(
            SdkHttpUtils.urlDecode(key), object.sizeBytes(), object.eTag(), object.lastModified());
  }

  private static void require(boolean usual) {
    if (!usual) {
      throw unusual();
    }
  }

  private static IllegalArgumentException unusual() {
    return new IllegalArgumentException("unusual document");
  }

  /**
   * Holds the result of parsing a response.
   *
   * @param objects the objects, with decoded keys
   * @param rest the document without the objects
   */
  record Contents(List<ListedObject> objects, InputStream rest) {}
}
