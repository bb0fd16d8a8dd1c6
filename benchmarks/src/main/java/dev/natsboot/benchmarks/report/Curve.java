package dev.natsboot.benchmarks.report;

import java.util.List;

/**
 * A picture with lines.
 *
 * @param name the name, also of its file
 * @param title what is shown
 * @param x what the horizontal axis is
 * @param y what the vertical axis is
 * @param lines the lines
 */
public record Curve(String name, String title, String x, String y, List<Line> lines) {

	/**
	 * One line.
	 *
	 * @param name its name
	 * @param points its points, from left to right
	 */
	public record Line(String name, List<Point> points) {
	}

	/**
	 * One point. Labels are spaced evenly.
	 *
	 * @param label the place on the horizontal axis
	 * @param value the height
	 */
	public record Point(String label, double value) {
	}

}
