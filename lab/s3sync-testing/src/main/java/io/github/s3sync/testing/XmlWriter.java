package io.github.s3sync.testing;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes the XML of answers. */
final class XmlWriter {

  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  private final XMLStreamWriter xml;

  private XmlWriter(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static Content document(String root, Consumer<XmlWriter> body) {
    return document(root, root.equals("Error") ? null : NAMESPACE, body);
  }

  static Content document(String root, @Nullable String namespace, Consumer<XmlWriter> body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement(root);
      if (namespace != null) {
        xml.writeDefaultNamespace(namespace);
      }
      body.accept(new XmlWriter(xml));
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return Content.of(out.toByteArray());
  }

  /** Writes an element with text; writes nothing if the value is null. */
  XmlWriter text(String name, @Nullable Object value) {
    if (value != null) {
      element(name, () -> xml.writeCharacters(legal(value.toString())));
    }
    return this;
  }

  XmlWriter nest(String name, Consumer<XmlWriter> body) {
    element(name, () -> body.accept(this));
    return this;
  }

  XmlWriter grantee(String type, String element, String value) {
    element(
        "Grantee",
        () -> {
          xml.writeNamespace("xsi", SCHEMA_INSTANCE);
          xml.writeAttribute("xsi", SCHEMA_INSTANCE, "type", type);
          text(element, value);
        });
    return this;
  }

  private void element(String name, Step body) {
    try {
      xml.writeStartElement(name);
      body.run();
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  // XML 1.0 cannot represent U+0001; listings contain such keys with encoding-type=url instead.
  private static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints().map(c -> isLegal(c) ? c : 0xFFFD).forEach(legal::appendCodePoint);
    return legal.toString();
  }

  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private interface Step {
    void run() throws XMLStreamException;
  }
}
