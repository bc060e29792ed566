using BintrayPush.Conformance;

namespace BintrayPush.Server.Tests.Conformance;

[TestClass]
public sealed class Repositories_over_the_wire : RepositoriesConformance<ServerPlace>;

[TestClass]
public sealed class Packages_over_the_wire : PackagesConformance<ServerPlace>;

[TestClass]
public sealed class Versions_over_the_wire : VersionsConformance<ServerPlace>;

[TestClass]
public sealed class Attributes_over_the_wire : AttributesConformance<ServerPlace>;

[TestClass]
public sealed class Documents_over_the_wire : DocumentsConformance<ServerPlace>;

[TestClass]
public sealed class Uploads_over_the_wire : UploadsConformance<ServerPlace>;

[TestClass]
public sealed class Publishing_over_the_wire : PublishingConformance<ServerPlace>;

[TestClass]
public sealed class Discarding_over_the_wire : DiscardingConformance<ServerPlace>;

[TestClass]
public sealed class Deleting_over_the_wire : DeletingConformance<ServerPlace>;

[TestClass]
public sealed class Listing_over_the_wire : ListingConformance<ServerPlace>;

[TestClass]
public sealed class Downloading_over_the_wire : DownloadingConformance<ServerPlace>;

[TestClass]
public sealed class Releases_over_the_wire : ReleasesConformance<ServerPlace>;

[TestClass]
public sealed class Legs_over_the_wire : LegsConformance<ServerPlace>;

[TestClass]
public sealed class Signing_over_the_wire : SigningConformance<ServerPlace>;

[TestClass]
public sealed class Debian_indexes_over_the_wire : DebianIndexConformance<ServerPlace>;
