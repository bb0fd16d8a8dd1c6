package dev.natsboot.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * Draws pictures as SVG.
 */
public final class Svg {

	private static final List<String> COLORS = List.of("#8a8a8a", "#1f6feb", "#d9822b", "#2da44e");

	private static final int WIDTH = 760;

	private static final int LEFT = 150;

	private static final int RIGHT = 90;

	private static final int TOP = 60;

	private static final int BAR = 13;

	private static final int HEIGHT = 360;

	private final StringBuilder out = new StringBuilder();

	private Svg(int height, String title) {
		this.out
			.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
				.formatted(WIDTH, height, WIDTH, height))
			.append("font-family=\"sans-serif\" font-size=\"12\">\n")
			.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
		text(10, 20, "start", title, " font-size=\"15\" font-weight=\"bold\"");
	}

	/**
	 * Draws horizontal bars from zero.
	 * @param bars what to draw
	 * @return the file's text
	 */
	public static String draw(Bars bars) {
		int group = bars.series().size() * BAR + 10;
		int height = TOP + bars.groups().size() * group + 10;
		double max = bars.groups()
			.stream()
			.flatMap((each) -> each.values().stream())
			.filter((value) -> !value.isNaN())
			.mapToDouble(Double::doubleValue)
			.max()
			.orElse(1);
		Svg svg = new Svg(height, bars.title());
		svg.legend(bars.series());
		int y = TOP;
		for (Bars.Group each : bars.groups()) {
			svg.text(LEFT - 8, y + bars.series().size() * BAR / 2 + 4, "end", each.label(), "");
			for (int i = 0; i < each.values().size(); i++) {
				svg.bar(y + i * BAR, each.values().get(i), max, i, bars.unit());
			}
			y += group;
		}
		return svg.end();
	}

	private void bar(int y, double value, double max, int series, String unit) {
		if (Double.isNaN(value)) {
			return;
		}
		double length = value / max * (WIDTH - LEFT - RIGHT);
		this.out.append("<rect x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"%s\"/>%n".formatted(LEFT, y,
				decimal(length), BAR - 2, COLORS.get(series)));
		text(LEFT + (int) length + 5, y + BAR - 3, "start", number(value) + " " + unit, " font-size=\"10\"");
	}

	/**
	 * Draws lines from zero, their points at even distances.
	 * @param curve what to draw
	 * @return the file's text
	 */
	public static String draw(Curve curve) {
		Svg svg = new Svg(HEIGHT, curve.title());
		svg.legend(curve.lines().stream().map(Curve.Line::name).toList());
		double max = curve.lines()
			.stream()
			.flatMap((line) -> line.points().stream())
			.mapToDouble(Curve.Point::value)
			.max()
			.orElse(1);
		svg.axes(curve, max);
		for (int i = 0; i < curve.lines().size(); i++) {
			svg.line(curve.lines().get(i).points(), max, COLORS.get(i % COLORS.size()));
		}
		return svg.end();
	}

	private void axes(Curve curve, double max) {
		int bottom = HEIGHT - 50;
		for (int i = 0; i <= 4; i++) {
			int y = bottom - (bottom - TOP) * i / 4;
			this.out.append(
					"<line x1=\"70\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>%n".formatted(WIDTH - 30, y, y));
			text(64, y + 4, "end", number(max * i / 4), "");
		}
		text(70, TOP - 10, "start", curve.y(), " font-size=\"11\"");
		text(WIDTH / 2, HEIGHT - 10, "middle", curve.x(), " font-size=\"11\"");
		List<Curve.Point> points = curve.lines().get(0).points();
		for (int i = 0; i < points.size(); i++) {
			text(x(i, points.size()), bottom + 18, "middle", points.get(i).label(), "");
		}
	}

	private void line(List<Curve.Point> points, double max, String color) {
		StringBuilder path = new StringBuilder();
		for (int i = 0; i < points.size(); i++) {
			double y = HEIGHT - 50 - points.get(i).value() / max * (HEIGHT - 50 - TOP);
			path.append(x(i, points.size())).append(',').append(decimal(y)).append(' ');
			this.out.append("<circle cx=\"%d\" cy=\"%s\" r=\"3\" fill=\"%s\"/>%n".formatted(x(i, points.size()),
					decimal(y), color));
		}
		this.out.append("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
			.formatted(path.toString().strip(), color));
	}

	private static int x(int index, int count) {
		return (count == 1) ? WIDTH / 2 : 90 + (WIDTH - 140) * index / (count - 1);
	}

	private void legend(List<String> names) {
		int x = LEFT;
		for (int i = 0; i < names.size(); i++) {
			this.out.append("<rect x=\"%d\" y=\"30\" width=\"10\" height=\"10\" fill=\"%s\"/>%n".formatted(x,
					COLORS.get(i % COLORS.size())));
			text(x + 15, 39, "start", names.get(i), "");
			x += 40 + names.get(i).length() * 7;
		}
	}

	private void text(int x, int y, String anchor, String text, String more) {
		String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
		this.out
			.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>%n".formatted(x, y, anchor, more, escaped));
	}

	private String end() {
		return this.out.append("</svg>\n").toString();
	}

	private static String decimal(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value >= 100) ? "%,.0f" : (value >= 10) ? "%.1f" : "%.2f", value);
	}

}
