/**
 * Pictures of results.
 */
@NullMarked
package dev.natsboot.benchmarks.report;

import org.jspecify.annotations.NullMarked;
