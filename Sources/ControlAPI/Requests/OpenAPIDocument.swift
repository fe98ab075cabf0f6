/// The description of the API for programs: docs/openapi.yaml.
package enum OpenAPIDocument {
    package static var bytes: [UInt8] { PackageResources.openapi_yaml }
    package static let type = "application/yaml"
}
