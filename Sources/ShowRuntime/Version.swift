/// The version of this program, as it says itself and writes into every log.
package let showcallerVersion = "0.1.0"
