package io.github.s3sync.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.github.s3sync.examples.demo.LagData.Span;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYAreaRenderer;
import org.jfree.chart.renderer.xy.XYDotRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws lag over time, and the size of the queue below it, as an SVG of fixed size. */
final class LagChart {

  static final String LAG = "lag in seconds (log scale)";
  static final String QUEUE = "objects";
  static final String STOPPED = "poller stopped";
  static final String THROTTLED = "S3 throttles";

  private static final String FONT_FAMILY = "font-family:Helvetica,Arial,sans-serif";
  private static final int WIDTH = 960;
  private static final int HEIGHT = 640;

  /** The maximum number of dots, so that the file stays small. */
  private static final int MAX_DOTS = 1500;

  private static final Color TEXT = new Color(0x24, 0x29, 0x2F);
  private static final Color GRID = new Color(0xD8, 0xDE, 0xE4);

  private static final Color NONE = new Color(0, 0, 0, 0);

  private final LagData data;
  private final LagSeries series;
  private final int equal;

  /** Creates a chart; the last argument is the number of replicas that equal their sources. */
  LagChart(LagData data, int equal) {
    this.data = data;
    this.series = new LagSeries(data);
    this.equal = equal;
  }

  void write(Path svg) throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart().draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    Document document =
        Processors.get("svg")
            .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, HEIGHT));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.writeTo(bytes);
    // The SVG names the font of this machine, which the viewer's machine may not have.
    Files.writeString(
        svg, bytes.toString(UTF_8).replaceAll("font-family:&quot;.*?&quot;", FONT_FAMILY));
  }

  private JFreeChart chart() {
    // Otherwise rotated text is drawn as shapes.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
    CombinedDomainXYPlot panels = new CombinedDomainXYPlot(time());
    panels.setGap(16);
    panels.add(lagPanel(), 3);
    panels.add(queuePanel(), 2);
    JFreeChart chart = new JFreeChart(null, null, panels, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(10, 10, 10, 20));
    chart.addSubtitle(
        title(
            "Replication lag while the poller is stopped, and while S3 throttles",
            font(Font.BOLD, 18)));
    String equalOfAll =
        String.format(
            Locale.ROOT,
            "%d small objects a second. In the end, %,d of %,d replicas equal their sources,"
                + " including the warm-up.",
            data.plan().perSecond(),
            equal,
            data.objects().size());
    chart.addSubtitle(title(equalOfAll, font(Font.PLAIN, 14)));
    LegendTitle legend = new LegendTitle(panels);
    legend.setItemFont(font(Font.PLAIN, 13));
    legend.setItemPaint(TEXT);
    legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 14));
    legend.setPosition(RectangleEdge.BOTTOM);
    chart.addSubtitle(legend);
    return chart;
  }

  private XYPlot lagPanel() {
    LogarithmicAxis axis = new LogarithmicAxis(LAG);
    axis.setNumberFormatOverride(
        new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    XYSeries lags = series.lags("one object", MAX_DOTS);
    XYDotRenderer dots = new XYDotRenderer();
    dots.setDotWidth(3);
    dots.setDotHeight(3);
    XYPlot plot = panel(axis);
    add(plot, lags, dots, new Color(0x80, 0xB3, 0xE6));
    add(plot, series.percentile("p50 of a second", 0.5), line(), new Color(0x0A, 0x30, 0x69));
    add(plot, series.percentile("p99 of a second", 0.99), line(), new Color(0xCF, 0x22, 0x2E));
    if (lags.getItemCount() > 0) {
      // Leave room for the labels of the spans.
      axis.setRange(lags.getMinY() / 1.5, lags.getMaxY() * 4);
    }
    label(plot, data.stopped(), STOPPED);
    label(plot, data.throttled(), THROTTLED);
    return plot;
  }

  private XYPlot queuePanel() {
    XYPlot plot = panel(new NumberAxis(QUEUE));
    add(
        plot,
        series.waiting("in the queue (visible + in flight)"),
        new XYAreaRenderer(),
        new Color(0xDC, 0xC8, 0xF7));
    add(plot, series.copiedPerSecond("copied in a second"), step(), new Color(0x1A, 0x7F, 0x37));
    return plot;
  }

  /** Creates a panel in which both spans are shaded. */
  private XYPlot panel(ValueAxis range) {
    XYPlot plot = new XYPlot();
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    style(range);
    plot.setRangeAxis(range);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    plot.setOutlinePaint(GRID);
    plot.addDomainMarker(shade(data.stopped(), new Color(0xE6, 0xEA, 0xEF)), Layer.BACKGROUND);
    plot.addDomainMarker(shade(data.throttled(), new Color(0xFF, 0xE9, 0xB8)), Layer.BACKGROUND);
    return plot;
  }

  private static IntervalMarker shade(Span span, Color color) {
    IntervalMarker marker =
        new IntervalMarker(LagSeries.seconds(span.from()), LagSeries.seconds(span.to()), color);
    marker.setAlpha(1);
    return marker;
  }

  private static void label(XYPlot plot, Span span, String text) {
    IntervalMarker marker = shade(span, NONE);
    marker.setLabel(text);
    marker.setLabelFont(font(Font.BOLD, 13));
    marker.setLabelPaint(TEXT);
    marker.setLabelBackgroundColor(NONE);
    marker.setLabelAnchor(RectangleAnchor.TOP);
    marker.setLabelTextAnchor(TextAnchor.TOP_CENTER);
    plot.addDomainMarker(marker, Layer.FOREGROUND);
  }

  private NumberAxis time() {
    NumberAxis time =
        new NumberAxis(
            "seconds since the start; objects are drawn when they were put, copies when they were"
                + " made");
    style(time);
    time.setRange(0, Math.max(data.plan().seconds(), Math.ceil(series.last())));
    return time;
  }

  private static void style(ValueAxis axis) {
    axis.setLabelFont(font(Font.PLAIN, 13));
    axis.setTickLabelFont(font(Font.PLAIN, 12));
    axis.setLabelPaint(TEXT);
    axis.setTickLabelPaint(TEXT);
  }

  /** Adds a curve in front of the existing ones. */
  private static void add(
      XYPlot plot, XYSeries curve, AbstractXYItemRenderer renderer, Color color) {
    int index = plot.getDatasetCount();
    renderer.setSeriesPaint(0, color);
    plot.setDataset(index, new XYSeriesCollection(curve));
    plot.setRenderer(index, renderer);
  }

  private static XYLineAndShapeRenderer line() {
    XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, false);
    line.setDrawSeriesLineAsPath(true);
    line.setSeriesStroke(0, new BasicStroke(2));
    return line;
  }

  private static XYStepRenderer step() {
    XYStepRenderer step = new XYStepRenderer();
    step.setSeriesStroke(0, new BasicStroke(2));
    return step;
  }

  private static TextTitle title(String text, Font font) {
    TextTitle title = new TextTitle(text, font);
    title.setPaint(TEXT);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    return title;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
