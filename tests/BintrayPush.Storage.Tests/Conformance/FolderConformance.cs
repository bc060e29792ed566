using BintrayPush.Conformance;

namespace BintrayPush.Storage.Tests.Conformance;

[TestClass]
public sealed class Repositories_in_a_folder : RepositoriesConformance<FolderPlace>;

[TestClass]
public sealed class Packages_in_a_folder : PackagesConformance<FolderPlace>;

[TestClass]
public sealed class Versions_in_a_folder : VersionsConformance<FolderPlace>;

[TestClass]
public sealed class Attributes_in_a_folder : AttributesConformance<FolderPlace>;

[TestClass]
public sealed class Documents_in_a_folder : DocumentsConformance<FolderPlace>;

[TestClass]
public sealed class Uploads_in_a_folder : UploadsConformance<FolderPlace>;

[TestClass]
public sealed class Publishing_in_a_folder : PublishingConformance<FolderPlace>;

[TestClass]
public sealed class Discarding_in_a_folder : DiscardingConformance<FolderPlace>;

[TestClass]
public sealed class Deleting_in_a_folder : DeletingConformance<FolderPlace>;

[TestClass]
public sealed class Listing_in_a_folder : ListingConformance<FolderPlace>;

[TestClass]
public sealed class Downloading_in_a_folder : DownloadingConformance<FolderPlace>;

[TestClass]
public sealed class Releases_in_a_folder : ReleasesConformance<FolderPlace>;

[TestClass]
public sealed class Legs_in_a_folder : LegsConformance<FolderPlace>;

[TestClass]
public sealed class Signing_in_a_folder : SigningConformance<FolderPlace>;

[TestClass]
public sealed class Debian_indexes_in_a_folder : DebianIndexConformance<FolderPlace>;
