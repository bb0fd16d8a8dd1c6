/**
 * Runs the demo: starts a server and both services, plays a file of orders, checks the
 * books.
 */
package dev.natsboot.demo.driver;
