package io.github.s3sync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** An element of the XML in a request. */
final class XmlBody {

  private final Element element;

  private XmlBody(Element element) {
    this.element = element;
  }

  static XmlBody parse(Content body) {
    try (InputStream in = body.openStream()) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return new XmlBody(builder.parse(in).getDocumentElement());
    } catch (SAXException | IOException e) {
      throw new Refusal(
          400,
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published"
              + " schema");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  List<XmlBody> children(String name) {
    List<XmlBody> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && name.equals(child.getLocalName())) {
        children.add(new XmlBody(child));
      }
    }
    return children;
  }

  @Nullable String text(String name) {
    List<XmlBody> children = children(name);
    return children.isEmpty() ? null : children.get(0).element.getTextContent();
  }

  String require(String name) {
    String text = text(name);
    if (text == null) {
      throw new Refusal(400, "MalformedXML", "Missing element " + name);
    }
    return text;
  }
}
