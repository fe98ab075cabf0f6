/// A self-signed certificate for localhost and 127.0.0.1, and its key, which belongs to nobody. In PEM.
package enum SelfSigned {
    package static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZ/AMkEAeH+oQYXU9
        E/cpKD7eJC88yqhXW1FmYgUYjRChRANCAAQ4Lsn3YR0u6CYntsVP/qqa1ehbxI8G
        GORd1yhlZjTxm2FTzCsSQn9hyd8y38WhUup23MwHoH5tqX5hXrvyGSJ+
        -----END PRIVATE KEY-----
        """

    package static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUNGj5YDSdknnRL4ahOjZR5JLCnNQwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTAxMjE1M1oYDzIxMjYxMDI4
        MDEyMTUzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQ4Lsn3YR0u6CYntsVP/qqa1ehbxI8GGORd1yhlZjTxm2FTzCsSQn9h
        yd8y38WhUup23MwHoH5tqX5hXrvyGSJ+o28wbTAdBgNVHQ4EFgQUhsnHJybxhQga
        sn/0ImYYnA+rg/wwHwYDVR0jBBgwFoAUhsnHJybxhQgasn/0ImYYnA+rg/wwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIhANZoyYRMDFjyWWzkfI4ZfaasvzFiBZoYPeiTRYhQd4uVAiAH
        yS0Apnij/uTnllYTqJVTII4bs2sUgqxZTvqBMQlwoQ==
        -----END CERTIFICATE-----
        """
}
